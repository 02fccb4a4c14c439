"""From meshes and light to a photograph: z-buffer, skin and other surfaces, shadows, lens."""
