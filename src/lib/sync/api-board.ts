/** What staff ask of #protocol/api.ts: the board, held edits, who takes part. */
import type { Board, HeldDecision, HeldEdits, HeldReading } from '#protocol/api/program.ts'
import { get, post, queryString, remove } from './api.ts'

export interface BoardQuery {
	q?: string
	attention?: 'overdue' | 'silent' | 'behind'
	/** Only those that are closed; by default only those that are not. */
	phase?: 'closed'
	/** Only those this unit answers for. */
	unit?: string
	page?: number
	pageSize?: number
}

export const boardApi = {
	board: (query: BoardQuery) => get<Board>(`/api/board${queryString(query)}`),
	held: () => get<HeldEdits>('/api/held'),
	heldReading: (id: string) => get<HeldReading>(`/api/held/${encodeURIComponent(id)}`),
	decideHeld: (id: string, body: HeldDecision) => post<unknown>(`/api/held/${encodeURIComponent(id)}`, body),
	/** By curator or head, as are the two below: the participant's edits are held from now on. */
	endAccess: (programId: string, personId: string) => post<unknown>(participantPath(programId, personId, 'end'), {}),
	returnAccess: (programId: string, personId: string) =>
		post<unknown>(participantPath(programId, personId, 'return'), {}),
	/** For good, for everybody. */
	deleteProgram: (programId: string) => remove<unknown>(`/api/programs/${encodeURIComponent(programId)}`)
}

function participantPath(programId: string, personId: string, action: 'end' | 'return'): string {
	return `/api/programs/${encodeURIComponent(programId)}/participants/${encodeURIComponent(personId)}/${action}`
}
