import { untrack } from 'svelte'
import type { StaffRole } from '#domain/access.ts'
import { dayProblem, type IsoDate } from '#domain/calendar.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Toasts } from '#lib/state/toasts.svelte.ts'
import { call, type ApiResult } from '#lib/sync/api.ts'
import type { Person } from '#protocol/api/program.ts'
import { failureText } from '../../forms/failure.ts'
import { OrderDraft } from './form/order-draft.svelte.ts'

/** The form for ending a role. */
export class RoleEndingDraft {
	on = $state<IsoDate | null>(null)
	readonly order: OrderDraft
	isBusy = $state(false)
	/** Missing fields are shown only after the first try. */
	isTried = $state(false)
	problem = $state<string | null>(null)
	readonly #of: { person: Person; role: StaffRole }
	readonly #today: () => IsoDate

	/** `today`: returns the current day in the municipality. */
	constructor(of: { person: Person; role: StaffRole }, today: () => IsoDate) {
		this.#of = of
		this.#today = today
		this.order = new OrderDraft(today)
		// `untrack`: the draft is derived from the person and role, so a new day must not replace it and lose typed text.
		this.on = untrack(today)
	}

	/** Null: a field is missing or wrong. The form shows this, and a refusal of the server, too. */
	async send(): Promise<ApiResult<{ id: string }> | null> {
		this.isTried = true
		this.order.try()
		this.problem = null
		const { on } = this
		if (on === null || dayProblem(on, { max: this.#today() }) !== null || this.order.isWrong) return null
		this.isBusy = true
		const { person, role } = this.#of
		const result = await call('POST /api/staff/endings', {
			body: { personId: person.id, role, on, order: this.order.order }
		})
		this.isBusy = false
		if (!result.ok) this.#refuse(result)
		return result
	}

	#refuse({ code, field }: Extract<ApiResult<never>, { ok: false }>): void {
		if (field === 'order') this.order.refuse()
		else if (field === 'on') this.problem = m.people_day_ahead()
		else if (field === 'last') this.problem = m.people_role_last()
		else this.problem = code === 'conflict' || code === 'not_found' ? m.people_role_gone() : failureText(code)
	}
}

/** Gives an ended role back; otherwise a toast says why not. */
export async function giveBackRole(endingId: string, toasts: Toasts, onchange: () => Promise<void>): Promise<void> {
	const result = await call('POST /api/staff/endings/:id/return', { id: endingId })
	// Conflict: another person has just given the role back.
	if (result.ok || result.code === 'conflict') toasts.show(m.people_role_returned())
	else toasts.show(failureText(result.code), { isFailure: true })
	await onchange()
}
