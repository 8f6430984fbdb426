import { download } from '#lib/download.ts'

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
