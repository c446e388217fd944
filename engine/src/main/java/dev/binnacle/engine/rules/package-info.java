/**
 * What is looked for in what the fleet hears: {@link dev.binnacle.engine.rules.Rules} judges each {@link
 * dev.binnacle.engine.rules.Rule} as the bots' words come in, and says for each subject whether its condition holds, and why. What
 * becomes of that is decided by the alerts, of which nothing is known here.
 */
@NullMarked
package dev.binnacle.engine.rules;

import org.jspecify.annotations.NullMarked;
