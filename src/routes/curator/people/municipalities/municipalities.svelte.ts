import type { CreatedInvitation } from '#protocol/api/program.ts'
import type {
	Municipalities,
	MunicipalityListing,
	NewHead,
	NewMunicipality,
	RenamedMunicipality
} from '#protocol/api/staff.ts'
import type { ApiResult, FailureCode } from '#lib/sync/api.ts'
import { municipalityApi } from '#lib/sync/api-people.ts'

/** The municipalities of the installation, and who leads them. */
export class MunicipalitiesState {
	/** Null until the server has answered once. */
	list = $state.raw<Municipalities | null>(null)
	failure = $state<FailureCode | null>(null)
	/** The one that was opened here last: its head is still to be invited. */
	openedId = $state<string | null>(null)

	async load(): Promise<void> {
		const result = await municipalityApi.list()
		if (result.ok) this.list = result.value
		this.failure = result.ok ? null : result.code
	}

	async open(given: NewMunicipality): Promise<ApiResult<MunicipalityListing>> {
		const result = await municipalityApi.open(given)
		if (result.ok) {
			this.openedId = result.value.id
			await this.load()
		}
		return result
	}

	async rename(municipalityId: string, body: RenamedMunicipality): Promise<ApiResult<MunicipalityListing>> {
		return this.#reloaded(await municipalityApi.rename(municipalityId, body))
	}

	async close(municipalityId: string): Promise<ApiResult<MunicipalityListing>> {
		return this.#reloaded(await municipalityApi.close(municipalityId))
	}

	async reopen(municipalityId: string): Promise<ApiResult<MunicipalityListing>> {
		return this.#reloaded(await municipalityApi.reopen(municipalityId))
	}

	/** The answer holds the link, which nobody can ask for again. */
	async inviteHead(municipalityId: string, head: NewHead): Promise<ApiResult<CreatedInvitation>> {
		return this.#reloaded(await municipalityApi.inviteHead(municipalityId, head))
	}

	/** The same for one who is listed: what they have until now ends. */
	async renewHead(municipalityId: string, personId: string): Promise<ApiResult<CreatedInvitation>> {
		return this.#reloaded(await municipalityApi.renewHead(municipalityId, personId))
	}

	async #reloaded<Value>(result: ApiResult<Value>): Promise<ApiResult<Value>> {
		// Refused, too: it was changed meanwhile.
		if (result.ok || result.code !== 'offline') await this.load()
		return result
	}
}
