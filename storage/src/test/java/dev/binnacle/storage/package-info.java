@NullMarked
package dev.binnacle.storage;

import org.jspecify.annotations.NullMarked;
