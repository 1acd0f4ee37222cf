package dev.hearth.kube.bench;

/**
 * What queries cost in one space, sealed and signed, on the disk; times are microseconds of the working thread on a
 * processor.
 *
 * @param objects how many there are
 * @param equal whether every query returned what filtering and sorting all tasks in memory does
 * @param createMicros to create one, five hundred in a transaction, with two indexes
 * @param findMicros to find the first 20 that equal two values, in order of a third
 * @param treeMapMicros the same in a sorted map in memory, without reading objects
 * @param scanMicros the same with filters of which nothing is known, so that all objects are read
 * @param rangeMicros to find 20 in a range of numbers
 * @param pageMicros to find a page of 20 after half of all
 * @param countMicros to count those that equal two values, about 750, each of which was counted before
 * @param eitherMicros to find the first 20 of those and of one that another index finds, in an order of no index
 * @param edges how many edges lie at random between a tenth as many objects
 * @param hopsMicros to find the objects three edges away from one
 * @param liveRows how many rows the live query has
 * @param updateMicros to change one object, when nothing listens
 * @param liveMicros to change one object, until the live query that holds it has told how
 */
public record QueryResult(
        int objects,
        boolean equal,
        double createMicros,
        double findMicros,
        double treeMapMicros,
        double scanMicros,
        double rangeMicros,
        double pageMicros,
        double countMicros,
        double eitherMicros,
        int edges,
        double hopsMicros,
        int liveRows,
        double updateMicros,
        double liveMicros) {}
