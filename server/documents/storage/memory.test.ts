import { describeDeviceStates } from '../../../tests/contracts/devices.ts'
import { describeHoldingLog } from '../../../tests/contracts/holding-log.ts'
import { describeStorage, type StorageDisk } from '../../../tests/contracts/storage.ts'
import { createMemoryDeviceStates, createMemoryDisk, createMemoryHoldingLog, createMemoryStorage } from './memory.ts'

describeStorage('memory', createDisk)
describeDeviceStates('memory', createMemoryDeviceStates)
describeHoldingLog('memory', () => {
	const disk = createMemoryDisk()
	return { storage: createMemoryStorage(disk), log: createMemoryHoldingLog(disk) }
})

function createDisk(disk = createMemoryDisk()): StorageDisk {
	return {
		open: () => createMemoryStorage(disk),
		copy: () => createDisk(structuredClone(disk))
	}
}
