export function download(file: File): void {
	const link = document.createElement('a')
	link.href = URL.createObjectURL(file)
	link.download = file.name
	document.body.append(link)
	link.click()
	link.remove()
	// Not at once: Safari starts to read the file after the click handler has ended.
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Resolves when the latest change is painted, or after 100 ms on a hidden page. Start work that blocks the page after it. */
export function nextPaint(): Promise<void> {
	return new Promise((resolve) => {
		requestAnimationFrame(() => setTimeout(resolve))
		// It has no animation frames.
		if (document.hidden) setTimeout(resolve, 100)
	})
}
