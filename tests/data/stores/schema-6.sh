#!/bin/bash
# After the commands of schema-3.sh, in the same directory and with the same environment.

slt store policy set "$SLT_CONFIG"
slt update 1 --owner tester --customer "Example Client" --tag waiting --tag Straße --at "$(at 20T21:10)"
slt update 6 --customer "$bad" --owner "$bad" --tag new --at "$(at 20T05:00)"
slt update 8 --region usa --at "$(at 21T20:00)"
slt note 7 "Told on the telephone" --at "$(at 20T04:00)"
slt redact 7 --reason "Asked for" --yes
