/**
 * The front door for what bots send: bytes in, answer out. {@link dev.binnacle.ingest.Ingest} decodes a body or opens a {@link
 * dev.binnacle.ingest.LinkSession}, and offers what was read to the {@link dev.binnacle.ingest.Admission}, a port that the server
 * fills. Knows no HTTP and no sockets; who may send for which bot is decided before.
 */
@NullMarked
package dev.binnacle.ingest;

import org.jspecify.annotations.NullMarked;
