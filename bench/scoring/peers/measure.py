"""Runs one command and prints what it cost, with everything it started: `measure.py COMMAND...`, output to stderr.

The command's standard input is ours; its standard output goes to ours; the figures go to descriptor 4 as JSON.
"""
import json
import os
import sys
import time

started = time.perf_counter()
child = os.posix_spawnp(
    sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_CLOSE, 4)]
)
_, status, used = os.wait4(child, 0)
figures = {
    "wallSeconds": time.perf_counter() - started,
    "cpuSeconds": used.ru_utime + used.ru_stime,
    "peakMebibytes": used.ru_maxrss / 1024,
    "exitCode": os.waitstatus_to_exitcode(status),
}
os.write(4, json.dumps(figures).encode())
