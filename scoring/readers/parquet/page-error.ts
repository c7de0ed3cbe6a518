/** Thrown by decoders where a page's bytes contradict its header; the cursor knows the column and makes a problem of it. */
export class PageError extends Error {}
