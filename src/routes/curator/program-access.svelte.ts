import { m } from '#lib/paraglide/messages.js'
import type { AccountState } from '#lib/state/account.svelte.ts'
import type { BoardState } from '#lib/state/board.svelte.ts'
import { call, type ApiFailure, type ApiResult } from '#lib/sync/api.ts'
import type { BoardParticipant, BoardRow } from '#protocol/api/program.ts'
import { failureText } from '../forms/failure.ts'

/** The place for the outcome of deleting. Other outcomes are shown beside a participant, whose id is the place. */
export const DELETING = 'delete'

/** Ends and restores memberships in one programme of the board, and deletes it. */
export class ProgramAccess {
	isBusy = $state(false)
	/** The outcome of the last action. */
	outcome = $state.raw<{ place: string; text: string; isFailure: boolean } | null>(null)
	/** Changes made here to a row that the board has not refreshed yet, by person. */
	#changed = $state.raw<{ row: BoardRow; endedAt: Record<string, string | null> } | null>(null)
	#board: Pick<BoardState, 'refresh'>
	/** Holds the list of programmes that a programme's own pages use. */
	#account: Pick<AccountState, 'refresh'>

	constructor(board: Pick<BoardState, 'refresh'>, account: Pick<AccountState, 'refresh'>) {
		this.#board = board
		this.#account = account
	}

	participantsOf(row: BoardRow): BoardParticipant[] {
		const ended = this.#changed?.row === row ? this.#changed.endedAt : {}
		return row.participants.map((participant) => {
			const endedAt = ended[participant.personId]
			return endedAt === undefined ? participant : { ...participant, endedAt }
		})
	}

	async set(row: BoardRow, { personId, name }: BoardParticipant, endedAt: string | null): Promise<void> {
		const [action, said] =
			endedAt === null
				? (['return', m.curator_said_returned({ name })] as const)
				: (['end', m.curator_said_ended({ name })] as const)
		const endpoint = `POST /api/programs/:programId/participants/:personId/${action}` as const
		const { programId } = row
		if (!(await this.#act(personId, () => call(endpoint, { programId, personId }), said))) return
		const before = this.#changed?.row === row ? this.#changed.endedAt : {}
		this.#changed = { row, endedAt: { ...before, [personId]: endedAt } }
	}

	/** True once it is deleted. */
	remove({ programId }: BoardRow, said: string): Promise<boolean> {
		return this.#act(DELETING, () => call('DELETE /api/programs/:programId', { programId }), said)
	}

	async #act(place: string, act: () => Promise<ApiResult<unknown>>, said: string): Promise<boolean> {
		this.isBusy = true
		const result = await act()
		this.isBusy = false
		this.outcome = { place, text: result.ok ? said : accessFailureText(result), isFailure: !result.ok }
		this.#board.refresh()
		if (result.ok) void this.#account.refresh()
		return result.ok
	}
}

/** Why somebody's membership was not ended, or not restored. */
export function accessFailureText({ code, field }: ApiFailure): string {
	return code === 'conflict' && field === 'ledger' ? m.curator_return_decided() : failureText(code)
}
