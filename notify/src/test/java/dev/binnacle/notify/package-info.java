@NullMarked
package dev.binnacle.notify;

import org.jspecify.annotations.NullMarked;
