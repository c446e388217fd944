/**
 * How the words travel. {@link dev.binnacle.protocol.EventReader} turns a batch of bytes into arrivals, each decoded or refused with
 * its reason; {@link dev.binnacle.protocol.EventWriter} is its inverse. {@link dev.binnacle.protocol.LinkReader} and {@link
 * dev.binnacle.protocol.LinkWriter} do the same for the frames of a link, {@link dev.binnacle.protocol.AnswerJson} for answers, and
 * {@link dev.binnacle.protocol.JournalCodec} for what the journal keeps.
 *
 * <p>What comes in is not trusted: every reader has {@link dev.binnacle.protocol.Limits}, and whatever bytes it is given it returns
 * a result or throws the one exception that it documents.
 */
@NullMarked
package dev.binnacle.protocol;

import org.jspecify.annotations.NullMarked;
