<?php
// Does with a queue in Redis what Laravel's own code does:
//
//   php laravel_queue.php PORT DATABASE PREFIX push|later|take|release|finish
//
// `take` is what a worker does first: the job is reserved then. `release` and `finish`
// take a job and put it back for later, or end it.
require_once '/usr/share/php/Illuminate/Queue/autoload.php';
require_once '/usr/share/php/Illuminate/Redis/autoload.php';

use Illuminate\Container\Container;
use Illuminate\Queue\RedisQueue;
use Illuminate\Redis\RedisManager;

error_reporting(E_ALL & ~E_DEPRECATED);
[, $port, $database, $prefix, $act] = $argv;
$container = new Container();
$redis = new RedisManager($container, 'phpredis', [
    'options' => ['prefix' => $prefix],
    'default' => ['host' => '127.0.0.1', 'port' => $port, 'database' => $database],
]);
$queue = new RedisQueue($redis, 'default', 'default', 90);
$queue->setContainer($container);
$queue->setConnectionName('redis');

$taken = in_array($act, ['take', 'release', 'finish'], true) ? $queue->pop('default') : null;
match ($act) {
    'push' => $queue->push('Tidy'),
    'later' => $queue->later(3600, 'Tidy'),
    'take' => $taken ?? throw new RuntimeException('there was no job'),
    'release' => $taken->release(3600),
    'finish' => $taken->delete(),
};
