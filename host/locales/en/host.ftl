# What members see when something does not go through
command-off = This command is switched off in this server.
command-guild-only = This command works in a server only.
command-cooldown = Not so fast: please wait a moment and try again.
command-outdated = This command has changed. Restart Discord (or wait a minute) and try again.
argument-unreadable = “{ $input }” can't be used here: { $reason }
component-unknown = This button no longer leads anywhere. Use the command again.
component-off = The feature behind this button is switched off in this server.

# What staff read in the log channel
quarantine-title = A plugin keeps failing
quarantine = “{ $plugin }” failed several times in a row. It gets no events in this server for { $minutes } minutes. Its commands still work; the program's log has the cause.
registration-failed-title = Commands could not be registered
registration-failed = Discord did not take the commands of this server. They are tried again at the next change or reconnection; the program's log has the cause.
intent-lacking-title = A plugin does not get its events
job-parked-title = A job was given up
job-parked = “{ $job }” with the key “{ $key }” failed at every try and was set aside. Reference for the operator: { $reference }
config-broken-title = plugins.toml can't be used
config-broken = The file has errors, so the last good settings stay in force. The first of them: { $error }
config-mended-title = plugins.toml is in force again
config-mended = The file can be read again.
