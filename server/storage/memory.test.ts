import { describeDeviceStates } from '../../tests/contracts/devices.ts'
import { describeStorage } from '../../tests/contracts/storage.ts'
import { createMemoryDeviceStates, createMemoryStorage } from './memory.ts'

describeStorage('memory', createMemoryStorage)
describeDeviceStates('memory', createMemoryDeviceStates)
