import { viktorsEntry } from '#domain/people/testing/entries.ts'
import { endRole, importOfOne, leaveBank, takeImport } from '../made-for-askers.ts'
import { toAnybody, toInviters, toOverseers, type PermissionRow } from '../permission-row.ts'

/** Changes are sent with a version that nothing has, so that nothing changes. */
const version = 900
const name = { familyName: 'Новый', givenName: 'Иван', patronymic: '', organisationId: null, post: '' }
const school = {
	id: 'school-4',
	name: 'Школа',
	kind: 'school',
	unit: null,
	level: 'municipal',
	isAdvanced: false,
	place: null,
	standings: null,
	years: []
}
const daryasEntry = {
	personId: 'darya',
	categoryId: 'reservist',
	mainRequest: 'Запрос',
	difficulties: [],
	forms: [],
	assessments: [],
	bornOn: null,
	representative: null,
	enteredOn: '2026-09-01'
}

/** Another municipality has lists of its own, and sees nobody from here. */
export const bankRows: readonly PermissionRow[] = [
	{ endpoint: 'GET /api/bank/mentors', expected: toOverseers(200) },
	{ endpoint: 'GET /api/bank/mentees', expected: toOverseers(200) },
	{
		endpoint: 'PUT /api/bank/mentors/:personId',
		at: '/api/bank/mentors/viktor',
		body: { version, entry: viktorsEntry },
		expected: toOverseers(409, 404)
	},
	{
		endpoint: 'PUT /api/bank/mentees/:personId',
		at: '/api/bank/mentees/darya',
		body: { version, entry: daryasEntry },
		expected: toOverseers(409, 404)
	},
	{ endpoint: 'GET /api/bank/review', expected: toOverseers(200) },
	{ endpoint: 'POST /api/bank/review', body: {}, expected: toOverseers(200) },
	{ endpoint: 'GET /api/bank/leavings', at: '/api/bank/leavings?role=mentor', expected: toOverseers(200) },
	{
		endpoint: 'POST /api/bank/leavings',
		// A mentor who has a mentee cannot be taken out.
		body: { personId: 'viktor', role: 'mentor', version, on: '2026-09-30', reasonId: 'moved', ground: '', order: null },
		expected: toOverseers(409, 404)
	},
	{
		endpoint: 'POST /api/bank/leavings/:id/return',
		body: {},
		made: async (town) => ({ at: `/api/bank/leavings/${(await leaveBank(town)).id}/return` }),
		expected: toOverseers(200, 404)
	},
	{ endpoint: 'GET /api/organisations', expected: toOverseers(200) },
	{ endpoint: 'GET /api/organisations/:id', at: '/api/organisations/school-4', expected: toOverseers(200, 404) },
	{
		endpoint: 'PUT /api/organisations/:id',
		at: '/api/organisations/school-4',
		body: { version, organisation: school },
		expected: toOverseers(409, 404)
	},
	// Darya works there.
	{ endpoint: 'DELETE /api/organisations/:id', at: '/api/organisations/school-4', expected: toOverseers(409, 404) },
	{ endpoint: 'GET /api/staff', expected: toInviters(200) },
	// Viktor's workplace is unknown.
	{
		endpoint: 'POST /api/staff',
		body: { personId: 'viktor', role: 'organisation-curator', order: null },
		expected: toInviters(409, 404)
	},
	// Nobody appoints themself. Arkady's and Anna's word is above hers, and her workplace is unknown.
	{
		endpoint: 'POST /api/staff',
		body: { personId: 'elena', role: 'organisation-head', order: null },
		expected: { ...toInviters(409, 404), elena: 403 }
	},
	// Nobody else is an administrator; curator and head may not end this role.
	{
		endpoint: 'POST /api/staff/endings',
		body: { personId: 'anna', role: 'administrator', on: '2026-09-30', order: null },
		expected: { ...toInviters(403, 404), anna: 409 }
	},
	{
		endpoint: 'POST /api/staff/endings/:id/return',
		body: {},
		made: async (town) => ({ at: `/api/staff/endings/${(await endRole(town)).id}/return` }),
		expected: toInviters(204, 404)
	},
	{
		endpoint: 'POST /api/people',
		body: { ...name, role: 'mentor', isNamesake: true },
		expected: toOverseers(201)
	},
	{ endpoint: 'GET /api/people/:personId', at: '/api/people/viktor', expected: toOverseers(200, 404) },
	{
		endpoint: 'POST /api/people/:personId/erasure',
		// A mentor who has a mentee cannot be erased.
		at: '/api/people/viktor/erasure',
		body: { ground: 'demanded', on: '2026-09-30' },
		expected: toOverseers(409, 404)
	},
	{ endpoint: 'GET /api/erased/:personId', at: '/api/erased/viktor', expected: toAnybody(404) },
	{
		endpoint: 'PUT /api/people/:personId',
		at: '/api/people/viktor',
		body: { ...name, version },
		expected: toOverseers(409, 404)
	},
	{
		endpoint: 'PUT /api/people/:personId/roles/:role/order',
		at: '/api/people/viktor/roles/mentor/order',
		body: { was: { number: 'нет такого', date: '2020-01-01' }, order: null },
		expected: toOverseers(409, 404)
	},
	// Nobody changes what is known of those above them, nor the order of their own role; the head ranks above the curator.
	{
		endpoint: 'PUT /api/people/:personId',
		at: '/api/people/arkady',
		body: { ...name, version },
		expected: { ...toOverseers(409, 404), elena: 403 }
	},
	{
		endpoint: 'PUT /api/people/:personId/roles/:role/order',
		at: '/api/people/arkady/roles/head/order',
		body: { was: { number: 'нет такого', date: '2020-01-01' }, order: null },
		expected: { ...toOverseers(409, 404), elena: 403, arkady: 403 }
	},
	{
		endpoint: 'PUT /api/bank/mentors/:personId',
		at: '/api/bank/mentors/arkady',
		body: { version: 7, entry: { ...viktorsEntry, personId: 'arkady' } },
		expected: { ...toOverseers(409, 404), elena: 403 }
	},
	{ endpoint: 'GET /api/imports/known', at: '/api/imports/known?kind=mentors', expected: toOverseers(200) },
	{ endpoint: 'GET /api/imports', expected: toOverseers(200) },
	{
		endpoint: 'POST /api/imports',
		made: (_town, asker) => ({ body: importOfOne(`import-of-${asker}`) }),
		expected: toOverseers(200)
	},
	{
		endpoint: 'POST /api/imports/:id/undo',
		body: {},
		made: async (town, asker) => ({ at: `/api/imports/${(await takeImport(town, `undone-by-${asker}`)).id}/undo` }),
		expected: toOverseers(200, 404)
	}
]
