/**
 * Web Push: pages that people have installed are told while they are closed. {@link dev.binnacle.notify.webpush.WebPushChannel} is the
 * front door; {@link dev.binnacle.notify.webpush.PushSubscriptions} lists the pages, {@link dev.binnacle.notify.webpush.VapidKeys} say
 * who sends.
 */
@NullMarked
package dev.binnacle.notify.webpush;

import org.jspecify.annotations.NullMarked;
