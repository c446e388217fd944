/**
 * What people and programs see of Binnacle over HTTP. {@link dev.binnacle.web.WebServer} is the front door; {@link
 * dev.binnacle.web.WebPorts} lists what it asks of others, {@link dev.binnacle.web.WebSettings} how it is set up.
 */
@NullMarked
package dev.binnacle.web;

import org.jspecify.annotations.NullMarked;
