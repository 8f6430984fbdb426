import type { StaffRole } from '#domain/access.ts'
import type { Person } from '#protocol/api.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ApiResult } from '#lib/sync/api.ts'
import { staffApi } from '#lib/sync/api-staff.ts'
import { failureText } from '../../failure-text.ts'

/** What is said of a role that ends, before it is sent. */
export class RoleEndingDraft {
	on = $state<string | null>(null)
	orderNumber = $state('')
	orderOn = $state<string | null>(null)
	isBusy = $state(false)
	/** What is missing is said once it was tried. */
	isTried = $state(false)
	problem = $state<string | null>(null)
	readonly #of: { person: Person; role: StaffRole }

	constructor(of: { person: Person; role: StaffRole }, today: string) {
		this.#of = of
		this.on = today
	}

	get hasHalfAnOrder(): boolean {
		return (this.orderNumber.trim() === '') !== (this.orderOn === null)
	}

	/** Null: something is missing, and is told. A refusal is told, too. */
	async send(): Promise<ApiResult<{ id: string }> | null> {
		this.isTried = true
		this.problem = null
		const { on, orderOn } = this
		if (on === null || this.hasHalfAnOrder) return null
		const order = orderOn === null ? null : { number: this.orderNumber.trim(), date: orderOn }
		this.isBusy = true
		const result = await staffApi.end({ personId: this.#of.person.id, role: this.#of.role, on, order })
		this.isBusy = false
		if (!result.ok) this.#refuse(result)
		return result
	}

	#refuse({ code, field }: Extract<ApiResult<never>, { ok: false }>): void {
		if (field === 'on') this.problem = m.people_leave_day_ahead()
		else if (field === 'last') this.problem = m.people_role_last()
		else this.problem = code === 'conflict' || code === 'not_found' ? m.people_role_gone() : failureText(code)
	}
}
