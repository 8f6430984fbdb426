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
