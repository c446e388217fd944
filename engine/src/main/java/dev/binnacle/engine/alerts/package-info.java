/**
 * The life of alerts: {@link dev.binnacle.engine.alerts.Alerts} makes of judgements what fires, what is told to people and what is
 * held back. Everything that is decided here is a fact.
 */
@NullMarked
package dev.binnacle.engine.alerts;

import org.jspecify.annotations.NullMarked;
