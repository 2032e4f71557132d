"""The console: how the one who looks after the machine comes in. A folder per command; its name is the command's.

Each folder's `__init__.py` says what the command does (its docstring) and which arguments it takes, without touching
Django; its `command.py` has `run(options)`, called once the settings are known, which returns the exit code.
"""
