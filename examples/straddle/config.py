# What the strategy reads while it trades. Save the file, and the bot has it.
VIX_HEDGE_POINTS_CANDR = 8
HEDGE_TRIGGER_POINTS_STRANGLE = 12

# Options whose delta lies between these are sold.
TARGET_DELTA_LOW = 0.29
TARGET_DELTA_HIGH = 0.35
VIX_DELTA_LOW = 0.25
VIX_DELTA_HIGH = 0.29
VIX_DELTA_THRESHOLD = 13

STOP_LOSS_CONFIG = {
    "default": 30,
    "Tuesday": 25,  # expiry
}
DELTA_MONITORING_THRESHOLD = 0.225

INITIAL_PROFIT_BOOKING = 12
SECOND_PROFIT_BOOKING = 28
