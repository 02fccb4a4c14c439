"""The hand itself: mesh, shape, bones, gestures and grasps, settled so that nothing intersects."""
