/** Resolves once what was changed is on the screen, or would be if anybody looked: then what keeps the page busy may begin. */
export function nextPaint(): Promise<void> {
	return new Promise((resolve) => {
		requestAnimationFrame(() => setTimeout(resolve))
		// A page that is out of sight has no frames.
		setTimeout(resolve, 100)
	})
}
