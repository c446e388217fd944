/**
 * How people are told. {@code Routing} turns a journal entry into one {@link dev.binnacle.notify.Parcel} for each channel
 * that it concerns, an {@link dev.binnacle.notify.Outbox} keeps them, and {@code Delivery} has one worker a channel
 * that sends them in order through its {@link dev.binnacle.notify.Channel}.
 *
 * <p>Nothing is lost: a parcel leaves the outbox when it is delivered, or as a dead letter with a reason. Nothing is said twice, except
 * where nobody can know whether an attempt has arrived; that message says so itself.
 */
@NullMarked
package dev.binnacle.notify;

import org.jspecify.annotations.NullMarked;
