"""The commands, one file each: `add_arguments(parser)` and `run(arguments, assembly) -> exit status`.

Modules here import at their top only what every use of the command needs; the model and
the store come from the assembly.
"""
