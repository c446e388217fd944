# The hedging bot's parameters. Save this file, and the running bot goes on with it.

VIX_HEDGE_POINTS_CANDR = 8          # calendar hedge trigger, points
HEDGE_TRIGGER_POINTS_STRANGLE = 12  # strangle hedge trigger, points
TARGET_DELTA_LOW = 0.25
TARGET_DELTA_HIGH = 0.35
VIX_DELTA_LOW = 0.10
VIX_DELTA_HIGH = 0.20
VIX_DELTA_THRESHOLD = 13            # VIX above which the wide strategy is chosen
DELTA_MONITORING_THRESHOLD = 0.225
STOP_LOSS_CONFIG = {'Monday': 25, 'Tuesday': 27, 'default': 30}
INITIAL_PROFIT_BOOKING = 28         # points
SECOND_PROFIT_BOOKING = 28          # points
