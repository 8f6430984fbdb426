/** Rights being asked for at the door, and which of the answers are out of date before they arrive (sync.md R11). */

/** All of it must match; what is not named matches everything. */
export interface ReadmitFilter {
	personId?: string
	documentId?: string
}

export interface Asking {
	/** Whether something has changed for the person since it began. Who it is, only the answer tells. */
	isOutdatedFor(personId: string): boolean
	end(): void
}

export interface Askings {
	begin(documentId: string): Asking
	/** The rights of whoever matches have changed, or the document. */
	outdate(filter: ReadmitFilter): void
}

export function createAskings(): Askings {
	const open = new Set<{ documentId: string; isOutdated: boolean; outdatedFor: Set<string> }>()

	return {
		begin(documentId) {
			const asking = { documentId, isOutdated: false, outdatedFor: new Set<string>() }
			open.add(asking)
			return {
				isOutdatedFor: (personId) => asking.isOutdated || asking.outdatedFor.has(personId),
				end: () => void open.delete(asking)
			}
		},

		outdate({ personId, documentId }) {
			for (const asking of open) {
				if (documentId !== undefined && documentId !== asking.documentId) continue
				if (personId === undefined) asking.isOutdated = true
				else asking.outdatedFor.add(personId)
			}
		}
	}
}
