/** Short messages through a gateway that speaks as Twilio does. {@link dev.binnacle.notify.sms.SmsChannel} is the front door. */
@NullMarked
package dev.binnacle.notify.sms;

import org.jspecify.annotations.NullMarked;
