"""The uncertain facts of a case, drawn once and shared by every strategy.

Each fact is a module of two halves: ``dimensions(...)`` names the uniforms it reads, in their order, and a
function turns exactly those columns into months. ``streams`` gives the uniforms. The rules are in
docs/rules/world.md.
"""
