/** In the place of lib0/dom for y-prosemirror, which asks it for no more (vite.config.ts). */
export const doc = document
