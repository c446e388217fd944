@NullMarked
package dev.binnacle.engine;

import org.jspecify.annotations.NullMarked;
