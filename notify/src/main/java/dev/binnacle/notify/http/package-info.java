/**
 * Requests to services that carry messages, and what is known afterwards. {@link dev.binnacle.notify.http.Http} sends them; what it says
 * of a failure never holds an address, since addresses hold tokens.
 */
@NullMarked
package dev.binnacle.notify.http;

import org.jspecify.annotations.NullMarked;
