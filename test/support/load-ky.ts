/**
 * The client imports ky with its first call. Here that takes real time, during which the clock of a
 * test, which is faked or short, would not stand still.
 */
import 'ky';
