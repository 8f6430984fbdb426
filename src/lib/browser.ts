export function download(file: File): void {
	const link = document.createElement('a')
	link.href = URL.createObjectURL(file)
	link.download = file.name
	document.body.append(link)
	link.click()
	link.remove()
	// Not at once: Safari begins to read it after the click has been handled.
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Resolves once what was changed is on the screen, or would be if anybody looked: then what keeps the page busy may begin. */
export function nextPaint(): Promise<void> {
	return new Promise((resolve) => {
		requestAnimationFrame(() => setTimeout(resolve))
		// A page that is out of sight has no frames.
		setTimeout(resolve, 100)
	})
}
