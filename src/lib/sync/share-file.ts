/** The system's share sheet where it takes files, else a download. A person who closes the sheet has changed their mind. */
export async function shareOrDownload(file: File): Promise<'shared' | 'downloaded' | 'cancelled'> {
	if (typeof navigator.canShare === 'function' && navigator.canShare({ files: [file] })) {
		try {
			await navigator.share({ files: [file] })
			return 'shared'
		} catch (error) {
			if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled'
			// The sheet was refused: too late after the tap, or no app takes it. A download always can.
		}
	}
	download(file)
	return 'downloaded'
}

function download(file: File): void {
	const link = document.createElement('a')
	link.href = URL.createObjectURL(file)
	link.download = file.name
	document.body.append(link)
	link.click()
	link.remove()
	// Not at once: Safari begins to read it after the click has been handled.
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
