/**
 * Who may do what. {@link dev.binnacle.web.security.Gate} tells who asks, from a bearer token or a session cookie; {@link
 * dev.binnacle.web.security.Access} is what a route demands; {@link dev.binnacle.web.security.HostRule} keeps other sites' pages
 * out. Knows no HTTP library and no JSON.
 */
@NullMarked
package dev.binnacle.web.security;

import org.jspecify.annotations.NullMarked;
