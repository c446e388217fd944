-- Alerts and halts among what waits, so that they are found however many others do.
CREATE INDEX parcel_pressing ON parcel (channel, id) WHERE state < 2 AND kind IN ('alert', 'halt');
