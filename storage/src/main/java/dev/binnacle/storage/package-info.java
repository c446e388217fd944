/**
 * What is remembered. {@link dev.binnacle.storage.Storage} opens a directory and hands out its parts: the {@link
 * dev.binnacle.storage.Journal} that never loses an acknowledged entry, the {@link dev.binnacle.storage.History} that answers
 * for the past, the {@link dev.binnacle.storage.Outbox} of messages to people and the {@link dev.binnacle.storage.AlertLog}
 * beside it, the {@link dev.binnacle.storage.SampleStore} of metrics over time, and the {@link
 * dev.binnacle.storage.Registry} of small durable things.
 */
@NullMarked
package dev.binnacle.storage;

import org.jspecify.annotations.NullMarked;
