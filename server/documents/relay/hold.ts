/** Puts edits into the holding log (P15); resolves once they are durable. `gone`: the document is no more, or of another epoch. */
export type Hold = (update: {
	documentId: string
	epoch: number
	personId: string
	deviceId: string
	bytes: Uint8Array
}) => Promise<'held' | 'too-large' | 'gone'>
