@NullMarked
package dev.binnacle.engine.fleet;

import org.jspecify.annotations.NullMarked;
