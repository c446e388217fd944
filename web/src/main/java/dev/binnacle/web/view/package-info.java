/**
 * How the fleet looks from outside. {@link dev.binnacle.web.view.Shape} describes a JSON value once, for writing it and for its
 * schema; the other {@code …Shapes} are the descriptions of what there is to see, and {@link dev.binnacle.web.view.Snapshots} and
 * {@link dev.binnacle.web.view.HistoryView} are asked for it.
 */
@NullMarked
package dev.binnacle.web.view;

import org.jspecify.annotations.NullMarked;
