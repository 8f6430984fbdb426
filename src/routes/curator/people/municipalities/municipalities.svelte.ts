import { m } from '#lib/paraglide/messages.js'
import { Asked } from '#lib/state/asked.svelte.ts'
import { call, type ApiResult } from '#lib/sync/api.ts'
import type { CreatedInvitation } from '#protocol/api/program.ts'
import type {
	Municipalities,
	MunicipalityListing,
	NewHead,
	NewMunicipality,
	RenamedMunicipality
} from '#protocol/api/staff.ts'

/** The municipalities of the installation, and their heads. */
export class MunicipalitiesState extends Asked<Municipalities> {
	/** The municipality opened last on this screen: its head must still be invited. */
	openedId = $state<string | null>(null)

	constructor() {
		super(() => call('GET /api/municipalities'))
	}

	async open(given: NewMunicipality): Promise<ApiResult<MunicipalityListing>> {
		const result = await call('POST /api/municipalities', { body: given })
		if (result.ok) {
			this.openedId = result.value.id
			await this.again()
		}
		return result
	}

	async rename(municipalityId: string, body: RenamedMunicipality): Promise<ApiResult<MunicipalityListing>> {
		return this.#reloaded(await call('PUT /api/municipalities/:municipalityId', { municipalityId, body }))
	}

	async close(municipalityId: string): Promise<ApiResult<MunicipalityListing>> {
		return this.#reloaded(await call('POST /api/municipalities/:municipalityId/closing', { municipalityId }))
	}

	async reopen(municipalityId: string): Promise<ApiResult<MunicipalityListing>> {
		return this.#reloaded(await call('DELETE /api/municipalities/:municipalityId/closing', { municipalityId }))
	}

	/** The answer contains the link, which the server shows only once. */
	async inviteHead(municipalityId: string, head: NewHead): Promise<ApiResult<CreatedInvitation>> {
		return this.#reloaded(await call('POST /api/municipalities/:municipalityId/heads', { municipalityId, body: head }))
	}

	/** The same for a head in the list: it ends their present access. */
	async renewHead(municipalityId: string, personId: string): Promise<ApiResult<CreatedInvitation>> {
		return this.#reloaded(
			await call('POST /api/municipalities/:municipalityId/heads/:personId', { municipalityId, personId })
		)
	}

	async #reloaded<Value>(result: ApiResult<Value>): Promise<ApiResult<Value>> {
		// After a refusal, too: the municipality was changed meanwhile.
		if (result.ok || result.code !== 'offline') await this.again()
		return result
	}
}

/** For a form that replaces a button: moves the focus into it. */
export function focusFirstField(node: HTMLElement): void {
	node.querySelector('input')?.focus()
}

/** Russia's time zones, from west to east. Places with the same hour have the same calendar, so one stands for all. */
const zones: readonly { id: string; words: () => string }[] = [
	{ id: 'Europe/Kaliningrad', words: m.municipality_zone_kaliningrad },
	{ id: 'Europe/Moscow', words: m.municipality_zone_moscow },
	{ id: 'Europe/Samara', words: m.municipality_zone_samara },
	{ id: 'Asia/Yekaterinburg', words: m.municipality_zone_yekaterinburg },
	{ id: 'Asia/Omsk', words: m.municipality_zone_omsk },
	{ id: 'Asia/Tomsk', words: m.municipality_zone_tomsk },
	{ id: 'Asia/Irkutsk', words: m.municipality_zone_irkutsk },
	{ id: 'Asia/Yakutsk', words: m.municipality_zone_yakutsk },
	{ id: 'Asia/Vladivostok', words: m.municipality_zone_vladivostok },
	{ id: 'Asia/Magadan', words: m.municipality_zone_magadan },
	{ id: 'Asia/Kamchatka', words: m.municipality_zone_kamchatka }
]

/** `own`: the present choice, which may be any zone. */
export function timeZoneOptions(own: string | null = null): { value: string; label: string }[] {
	const options = zones.map(({ id, words }) => ({ value: id, label: words() }))
	return own === null || zones.some(({ id }) => id === own) ? options : [{ value: own, label: own }, ...options]
}

/** The zone with the same hour as the browser's; if there is none, Moscow's. */
export function likeliestTimeZone(own: string, now: Date): string {
	return zones.find(({ id }) => clockIn(id, now) === clockIn(own, now))?.id ?? 'Europe/Moscow'
}

function clockIn(timeZone: string, now: Date): string {
	return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(now)
}
