"""The starter pack: what a new server has to show before anybody uploads anything, drawn here and nowhere copied.

Reactions with their animations, and a set of stickers. A figure is a few shapes on a canvas (shapes.py); it becomes an
animation (animation.py) or a still picture (still.py). Nothing is drawn before somebody first asks (shipping.py).
"""
