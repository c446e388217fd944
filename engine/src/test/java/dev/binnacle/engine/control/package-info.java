@NullMarked
package dev.binnacle.engine.control;

import org.jspecify.annotations.NullMarked;
